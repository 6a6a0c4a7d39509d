/** `exit` was run: the shell ends. */
export class LogoutRequest extends Error {
  override name = 'LogoutRequest';
  readonly code: number;

  constructor(code: number) {
    super('exit');
    this.code = code;
  }
}

/** `break`, `continue` or `return`: what is around goes on elsewhere. */
export class Jump extends Error {
  override name = 'Jump';
  readonly kind: 'break' | 'continue' | 'return';
  /** How many loops are left, this one included. */
  readonly levels: number;
  readonly code: number;

  constructor(kind: Jump['kind'], { levels = 1, code = 0 }: { levels?: number; code?: number } = {}) {
    super(kind);
    this.kind = kind;
    this.levels = levels;
    this.code = code;
  }
}

/** Something in the script asked for what bash refuses. The message is bash's. */
export class ShellError extends Error {
  override name = 'ShellError';
}
