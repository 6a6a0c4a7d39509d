import type { Io } from './host.ts';

/** As much output as is kept of one command. */
const mostOutput = 8 * 1024 * 1024;

/** The same input and output, but what is printed is kept. */
export function captured<T extends Io>(io: T): { io: T; text: () => string } {
  const chunks: string[] = [];
  let length = 0;
  const stdout = (text: string): void => {
    length += text.length;
    if (length <= mostOutput) chunks.push(text);
  };
  return { io: { ...io, stdout, screen: undefined }, text: () => chunks.join('') };
}
