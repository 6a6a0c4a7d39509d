import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Emphasised } from './emphasised.tsx';

it.each([
  ['nginx goes to node01.', ['nginx', 'node01'], '<b>nginx</b> goes to <b>node01</b>.'],
  ['web and web-1', ['web', 'web-1'], '<b>web</b> and <b>web-1</b>'],
  ['my-web stays', ['web'], 'my-web stays'],
  ['a+b is a+b', ['a+b', ''], '<b>a+b</b> is <b>a+b</b>'],
])('%s', (text, words, html) => {
  expect(renderToStaticMarkup(<Emphasised text={text} words={words} />)).toBe(html);
});
