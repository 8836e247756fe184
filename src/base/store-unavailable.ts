/** A store did not answer, or what became of the question is unknown. One path for all of them: "try again". */
export class StoreUnavailable extends Error {
  override readonly name: string = 'StoreUnavailable'
}
