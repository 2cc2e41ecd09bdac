/** Why an edit cannot be made; thrown and caught inside this folder, so that what is half done is dropped. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly fix?: string
  constructor(message: string, fix?: string) {
    super(message)
    if (fix !== undefined) this.fix = fix
  }
}
