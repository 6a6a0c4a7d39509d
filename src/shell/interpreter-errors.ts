/** `exit` was run: the login ends. */
export class LogoutRequest extends Error {
  override name = 'LogoutRequest';
  readonly code: number;

  constructor(code: number) {
    super('exit');
    this.code = code;
  }
}

/** Something in the script asked for what bash refuses. The message is bash's. */
export class ShellError extends Error {
  override name = 'ShellError';
}
