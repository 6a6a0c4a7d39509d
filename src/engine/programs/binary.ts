/** A program's file, as somebody fetched it. */
export interface Binary {
  readonly name: string;
  readonly version: string;
}

const magic = '\u007fELF';

/** What lies in the file of a program: no more than what it is. */
export function binaryText({ name, version }: Binary): string {
  return `${magic} ${name} ${version} linux/amd64\n`;
}

/** The program that a file holds; undefined when it is none. */
export function readBinary(text: string): Binary | undefined {
  const [, name, version] = /^\u007fELF (\S+) (\S+) /.exec(text) ?? [];
  return name === undefined || version === undefined ? undefined : { name, version };
}
