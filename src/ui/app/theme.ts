import { remember } from '../kit/remember.ts';

export type Theme = 'dark' | 'light' | 'projector';
export const themes: readonly Theme[] = ['dark', 'light', 'projector'];

/** The theme that was set before the first paint (`public/theme.js`). */
export function currentTheme(): Theme {
  return (document.documentElement.dataset['theme'] ?? 'dark') as Theme;
}

export function setTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  remember('theme', theme);
}

export function nextTheme(): void {
  setTheme(themes[(themes.indexOf(currentTheme()) + 1) % themes.length] ?? 'dark');
}
