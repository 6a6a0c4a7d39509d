import type { ShellProcess } from '../command.ts';

/** Says what went wrong, as bash does of its own commands. Answers 1, or `code`. */
export function refuse({ name, stderr }: ShellProcess, message: string, code = 1): number {
  stderr(`bash: ${name}: ${message}\n`);
  return code;
}
