import { Fragment } from 'react';

/** A sentence in which some words stand out. */
export function Emphasised({ text, words }: { readonly text: string; readonly words: readonly string[] }) {
  const known = [...new Set(words)].filter(Boolean).sort((a, b) => b.length - a.length);
  if (known.length === 0) return text;
  const pattern = new RegExp(`(?<![\\w.-])(${known.map(escaped).join('|')})(?![\\w-]|\\.\\w)`, 'g');
  return text.split(pattern).map((part, index) =>
    // split with one group alternates text and match; positions are the only identity parts have.
    // oxlint-disable-next-line react/no-array-index-key
    index % 2 === 1 ? <b key={index}>{part}</b> : <Fragment key={index}>{part}</Fragment>,
  );
}

function escaped(word: string): string {
  return word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
