/** Names that no image has: a program called so cannot be started. */
const missingPrograms = /nosuch|doesnotexist|notfound/;

export function isMissingProgram(name: string): boolean {
  return missingPrograms.test(name);
}

/** Why a missing program cannot be executed, in the words of the runtime. */
export function whyMissing(name: string): string {
  return name.includes('/')
    ? `stat ${name}: no such file or directory`
    : 'executable file not found in $PATH';
}
