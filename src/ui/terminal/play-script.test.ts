import { describe, expect, it } from 'vitest';
import { readPlayScript } from './play-script.ts';

describe('a script to play', () => {
  it.each<[what: string, script: string, steps: [narration: string[], line: string][]]>([
    [
      'commands',
      'a\nb\n',
      [
        [[], 'a'],
        [[], 'b'],
      ],
    ],
    ['what is said before a command', '# one\n#two\n\na', [[['one', 'two'], 'a']]],
    [
      'what is said at the end',
      'a\n# the end',
      [
        [[], 'a'],
        [['the end'], ''],
      ],
    ],
    ['a line for other shells', '#!/bin/bash\na', [[[], 'a']]],
    [
      'a here-document, whose lines are no narration',
      "cat <<'EOF' > f\n# a comment\nEOF\nls",
      [
        [[], "cat <<'EOF' > f"],
        [[], '# a comment'],
        [[], 'EOF'],
        [[], 'ls'],
      ],
    ],
  ])('%s', (_what, script, steps) => {
    expect(readPlayScript(script).map(({ narration, line }) => [narration, line])).toEqual(steps);
  });

  it.each(['', '\n\n', 'x'.repeat(100_001), 'ls\n'.repeat(1001)])(
    'refuses what cannot be played',
    (script) => {
      expect(() => readPlayScript(script)).toThrow();
    },
  );
});
