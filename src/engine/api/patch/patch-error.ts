/**
 * A patch that cannot be applied. `malformed` ones are refused as bad requests with the message;
 * the others as unprocessable, in a sentence that hides it.
 */
export class PatchError extends Error {
  override name = 'PatchError';
  readonly malformed: boolean;

  constructor(message: string, malformed: boolean) {
    super(message);
    this.malformed = malformed;
  }
}
