/** Turns a day of the kubernetes/org data into a workspace on `local`: `tsx bench/kubernetes.ts <snapshot> <folder>`. */
import { readOrganisations } from './kubernetes/organisation.ts'
import { writeOrganisations } from './kubernetes/write.ts'

const [snapshot, folder] = process.argv.slice(2)
if (snapshot === undefined || folder === undefined) throw new Error('usage: kubernetes.ts <snapshot> <folder>')
writeOrganisations(folder, readOrganisations(snapshot), {
  directory: () => '    provider: local\n    mode: authoritative',
})
