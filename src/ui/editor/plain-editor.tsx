import { useEffect, useRef } from 'react';
import type { EditorSurfaceProps } from './surface.ts';
import styles from './editor.module.css';

/** A text area of the platform: while the full editor loads, where it cannot, and on phones. */
export function PlainEditor(props: EditorSurfaceProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const { jump } = props;
  useEffect(() => {
    if (!jump || !area.current) return;
    const offset = offsetOf(area.current.value, jump.line, jump.column);
    area.current.focus();
    area.current.setSelectionRange(offset, offset);
  }, [jump]);
  return (
    <textarea
      ref={area}
      className={styles.plain}
      aria-label={`Text of ${props.path}`}
      spellCheck={false}
      autoCapitalize="off"
      autoCorrect="off"
      value={props.text}
      onChange={(event) => props.onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          event.stopPropagation();
          props.onApply();
        }
      }}
    />
  );
}

function offsetOf(text: string, line: number, column: number): number {
  let offset = 0;
  for (let at = 0; at < line; at += 1) {
    const end = text.indexOf('\n', offset);
    if (end < 0) return text.length;
    offset = end + 1;
  }
  return Math.min(text.length, offset + column);
}
