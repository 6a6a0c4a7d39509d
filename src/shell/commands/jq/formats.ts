import { base64Problem, decodeBase64Text, encodeBase64Text } from '../../../engine/index.ts';
import { JqProblem, type Json } from './syntax.ts';
import { isList, kindOf, shown } from './values.ts';

const htmlSigns: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  "'": '&#39;',
  '"': '&quot;',
};

/** A value as text: itself, or its JSON. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What `@base64`, `@csv` and the like make of a value. Throws a JqProblem. */
export function formatted(name: string, value: Json): string {
  switch (name) {
    case '@text':
      return textOf(value);
    case '@json':
      return JSON.stringify(value);
    case '@base64':
      return encodeBase64Text(textOf(value));
    case '@base64d': {
      const text = textOf(value);
      if (base64Problem(text) !== undefined) throw new JqProblem(`${shown(value)} is not valid base64 data`);
      return decodeBase64Text(text);
    }
    case '@uri':
      return encodeURIComponent(textOf(value)).replaceAll(
        /[!'()*]/g,
        (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
      );
    case '@html':
      return textOf(value).replaceAll(/[<>&'"]/g, (sign) => htmlSigns[sign] ?? sign);
    case '@sh':
      return (isList(value) ? value : [value])
        .map((item) =>
          typeof item === 'string' ? `'${item.replaceAll("'", String.raw`'\''`)}'` : JSON.stringify(item),
        )
        .join(' ');
    case '@csv':
    case '@tsv':
      if (!isList(value))
        throw new JqProblem(`${shown(value)} cannot be ${name.slice(1)}-formatted, only an array can be`);
      return value.map((item) => cell(name, item)).join(name === '@csv' ? ',' : '\t');
    default:
      throw new JqProblem(`${name.slice(1)} is not a valid format`);
  }
}

function cell(name: string, item: Json): string {
  if (kindOf(item) === 'array' || kindOf(item) === 'object')
    throw new JqProblem(`${shown(item)} is not valid in a ${name.slice(1)} row`);
  if (item === null) return '';
  if (typeof item !== 'string') return String(item);
  if (name === '@csv') return `"${item.replaceAll('"', '""')}"`;
  const named: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
  return item.replaceAll(/[\\\t\n\r]/g, (sign) => named[sign] ?? sign);
}
