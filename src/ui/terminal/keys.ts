/** What a terminal sends for one key: a letter, a control character, or an escape sequence. */
const keyPattern =
  // oxlint-disable-next-line no-control-regex -- control characters are what a keyboard sends
  /\x1b\[[0-9;]*[A-Za-z~]|\x1bO[A-Za-z]|\x1b[^[O]|[\s\S]/gu;

/** Splits what arrived at once (fast typing, a paste) into keys. A line end is one Enter. */
export function keysOf(data: string): string[] {
  return data.replaceAll('\r\n', '\r').replaceAll('\n', '\r').match(keyPattern) ?? [];
}

export type EditCommand =
  | 'left'
  | 'right'
  | 'word-left'
  | 'word-right'
  | 'start'
  | 'end'
  | 'delete-left'
  | 'delete-right'
  | 'delete-word-left'
  | 'delete-word-right'
  | 'delete-to-start'
  | 'delete-to-end'
  | 'older'
  | 'newer'
  | 'search'
  | 'complete'
  | 'submit'
  | 'interrupt'
  | 'end-of-input'
  | 'clear';

/** What keys mean, as readline's users have them in their fingers. */
export const editCommands: ReadonlyMap<string, EditCommand> = new Map([
  ['\x1b[D', 'left'],
  ['\x1bOD', 'left'],
  ['\x02', 'left'],
  ['\x1b[C', 'right'],
  ['\x1bOC', 'right'],
  ['\x06', 'right'],
  ['\x1b[1;5D', 'word-left'],
  ['\x1b[1;3D', 'word-left'],
  ['\x1bb', 'word-left'],
  ['\x1b[1;5C', 'word-right'],
  ['\x1b[1;3C', 'word-right'],
  ['\x1bf', 'word-right'],
  ['\x1b[H', 'start'],
  ['\x1bOH', 'start'],
  ['\x1b[1~', 'start'],
  ['\x01', 'start'],
  ['\x1b[F', 'end'],
  ['\x1bOF', 'end'],
  ['\x1b[4~', 'end'],
  ['\x05', 'end'],
  ['\x7f', 'delete-left'],
  ['\b', 'delete-left'],
  ['\x1b[3~', 'delete-right'],
  ['\x17', 'delete-word-left'],
  ['\x1b\x7f', 'delete-word-left'],
  ['\x1bd', 'delete-word-right'],
  ['\x15', 'delete-to-start'],
  ['\x0b', 'delete-to-end'],
  ['\x1b[A', 'older'],
  ['\x1bOA', 'older'],
  ['\x10', 'older'],
  ['\x1b[B', 'newer'],
  ['\x1bOB', 'newer'],
  ['\x0e', 'newer'],
  ['\x12', 'search'],
  ['\t', 'complete'],
  ['\r', 'submit'],
  ['\x03', 'interrupt'],
  ['\x04', 'end-of-input'],
  ['\x0c', 'clear'],
]);
