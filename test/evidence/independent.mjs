// Proves a pack of evidence with Node alone: node independent.mjs <folder> <public key, as in a .pub file>
import { createHash, createPublicKey, verify } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
const [folder, key] = [process.argv[2], Buffer.from(process.argv[3].split(' ')[1], 'base64')]
const read = (name) => readFileSync(`${folder}/${name}`)
const hashed = (data, how = 'sha256') => createHash(how).update(data).digest('hex')
const check = (holds, what) => holds || ((process.exitCode = 1), console.log(what))
const join = (...all) => Buffer.concat(all.map((one) => Buffer.from(one)))
const wire = (...all) => join(...all.map((one) => join([0, 0, 0, Buffer.from(one).length], one)))
const signature = Buffer.from(String(read('manifest.json.sig')).split('-----')[2], 'base64').subarray(-64)
const purpose = wire('roster-evidence', '', 'sha512')
const blob = join('SSHSIG', [0, 0, 0, 1], wire(key), purpose, wire(wire('ssh-ed25519', signature))).toString('base64')
const armour = `-----BEGIN SSH SIGNATURE-----\n${blob.replace(/.{1,70}/g, '$&\n')}-----END SSH SIGNATURE-----\n`
check(armour === String(read('manifest.json.sig')), 'the signature was edited, or is by another key')
const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.subarray(-32).toString('base64url') }
const message = join('SSHSIG', purpose, wire(Buffer.from(hashed(read('manifest.json'), 'sha512'), 'hex')))
check(verify(null, message, createPublicKey({ key: jwk, format: 'jwk' }), signature), 'the signature does not fit')
const { files, tenants } = JSON.parse(read('manifest.json'))
for (const { name, sha256 } of files) check(hashed(read(name)) === sha256, `${name} was changed`)
const found = readdirSync(folder, { recursive: true }).filter((name) => statSync(`${folder}/${String(name)}`).isFile())
check(found.length === files.length + 2, 'a file too many')
for (const { tenant, chain } of tenants) {
  const last = (String(read(`chain/${tenant}.jsonl`)).match(/.+/g) ?? []).reduce((before, entry) => {
    const { prev, seq, hash } = JSON.parse(entry)
    check(before === `${seq - 1}:${prev}`, `${tenant}: entry ${seq} is not where it belongs`)
    check(hashed(entry.replace(`,"hash":"${hash}","prev"`, ',"prev"')) === hash, `${tenant}: entry ${seq} was edited`)
    return `${seq}:${hash}`
  }, chain.before)
  check(last === chain.after, `${tenant}: entries are missing at the end`)
}
