import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names.ts';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon?: LucideIcon;
  /** Its name: shown, or told to screen readers and in the tooltip when `iconOnly`. */
  readonly label: string;
  /** How the keyboard does the same: `Space`, `Shift+→`. */
  readonly keys?: string;
  readonly iconOnly?: boolean;
  readonly look?: 'quiet' | 'raised' | 'primary';
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({
  icon: Icon,
  label,
  keys,
  iconOnly,
  look = 'quiet',
  className,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      title={keys ? `${label} (${keys})` : iconOnly ? label : undefined}
      aria-label={iconOnly ? label : undefined}
      className={classNames(styles.button, styles[look], iconOnly && styles.iconOnly, className)}
      {...rest}
    >
      {Icon && <Icon aria-hidden size="1.2em" strokeWidth={2} />}
      {!iconOnly && <span>{label}</span>}
      {!iconOnly && keys && <kbd className={styles.keys}>{keys}</kbd>}
    </button>
  );
}
