import { useMemo } from 'react';
import styles from './inspector.module.css';

/** YAML with its keys told apart from its values. Longer texts stay plain: nobody reads them in colour. */
const colouredLines = 600;

export function YamlText({ text }: { readonly text: string }) {
  const lines = useMemo(() => text.split('\n'), [text]);
  if (lines.length > colouredLines) return <pre className={styles.text}>{text}</pre>;
  return (
    <pre className={styles.text}>
      {lines.map((line, index) => {
        const match = /^(\s*(?:- )*)([\w./-]+:|"[^"]+":)(.*)$/.exec(line);
        return (
          // oxlint-disable-next-line react/no-array-index-key -- a line has no identity but its number
          <span key={index}>
            {match ? (
              <>
                {match[1]}
                <i>{match[2]}</i>
                {match[3]}
              </>
            ) : (
              line
            )}
            {'\n'}
          </span>
        );
      })}
    </pre>
  );
}
