/**
 * What go-yaml, which kubectl and the API server use, says about a text that the library here
 * refuses. The two find the same mistakes but name them differently.
 * Simplified: mistakes that manifests hardly ever contain keep the library's own words.
 */
export function goYamlProblem(
  text: string,
  reason: string,
  offset: number,
  line: number,
  column: number,
): string {
  // go-yaml counts lines from 1 where its scanner failed, from 0 where its parser did.
  const scanner = (message: string, atLine = line): string => `line ${atLine + 1}: ${message}`;
  const parser = (message: string, atLine = line): string => `line ${Math.max(1, atLine)}: ${message}`;
  const lastLine = text.split('\n').length - 1;

  if (reason.startsWith('unidentified alias')) {
    return `unknown anchor '${/"(.*)"/.exec(reason)?.[1] ?? ''}' referenced`;
  }
  if (reason.startsWith('tab characters')) return scanner('found character that cannot start any token');
  if (reason.startsWith('can not read a block mapping entry')) return scanner("could not find expected ':'");
  if (/end of the (?:stream|document) within a (?:single|double) quoted/.test(reason)) {
    return scanner('found unexpected end of stream', lastLine);
  }
  if (reason === 'deficient indentation' || reason.includes('within a flow collection')) {
    const open = openAt(text, offset);
    if (open !== '[' && open !== '{') return scanner('found unexpected end of stream', lastLine);
    if (/[,[{]\s*$/.test(text.slice(0, offset))) return parser('did not find expected node content');
    return parser(`did not find expected ',' or '${open === '[' ? ']' : '}'}'`);
  }
  if (reason.startsWith('missed comma')) {
    return parser(`did not find expected ',' or '${openAt(text, offset) === '[' ? ']' : '}'}'`);
  }
  if (reason.startsWith('expected the node content')) return parser('did not find expected node content');
  if (reason.startsWith('end of the stream or a document separator'))
    return parser('did not find expected key');
  if (reason.startsWith('bad indentation of a sequence entry')) {
    return parser("did not find expected '-' indicator");
  }
  if (reason.startsWith('bad indentation of a mapping entry')) {
    const lineText = text.split('\n')[line] ?? '';
    if (/[@`%]/.test(text[offset] ?? '')) return scanner('found character that cannot start any token');
    if (column > lineText.length - lineText.trimStart().length) {
      return scanner('mapping values are not allowed in this context');
    }
    const dash = text
      .split('\n')
      .slice(0, line)
      .findLast((before) => before.trim() !== '' && before.search(/\S/) <= column);
    return parser(
      dash !== undefined && dash.search(/\S/) === column && dash.trimStart().startsWith('-')
        ? "did not find expected '-' indicator"
        : 'did not find expected key',
    );
  }
  return `line ${line + 1}: ${reason}`;
}

/** The bracket or quote that is open at an offset. */
function openAt(text: string, offset: number): string {
  const open: string[] = [];
  let quote = '';
  for (let index = 0; index < offset; index++) {
    const character = text[index] as string;
    if (quote !== '') {
      if (character === '\\' && quote === '"') index++;
      else if (character === quote) quote = '';
    } else if ((character === '"' || character === "'") && /[\s,[{:-]/.test(text[index - 1] ?? ' ')) {
      quote = character;
    } else if (character === '[' || character === '{') {
      open.push(character);
    } else if (character === ']' || character === '}') {
      open.pop();
    }
  }
  return quote === '' ? (open.at(-1) ?? '') : quote;
}
