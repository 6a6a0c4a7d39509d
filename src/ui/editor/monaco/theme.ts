import { themeColour } from '../../kit/theme-colour.ts';
import { monaco } from './monaco.ts';

/** Gives Monaco the colours of the page's theme. */
export function followPageTheme(): void {
  const dark = document.documentElement.dataset['theme'] === 'dark';
  const plain = (role: string): string => themeColour(role).slice(1);
  monaco.editor.defineTheme('podyard', {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: plain('ink') },
      { token: 'type', foreground: plain('focus') },
      { token: 'string', foreground: plain('ink') },
      { token: 'string.yaml', foreground: plain('ink') },
      { token: 'number', foreground: plain('wait') },
      { token: 'keyword', foreground: plain('wait') },
      { token: 'comment', foreground: plain('faint'), fontStyle: 'italic' },
      { token: 'operators', foreground: plain('soft') },
      { token: 'delimiter', foreground: plain('soft') },
    ],
    colors: {
      'editor.background': themeColour('panel'),
      'editor.foreground': themeColour('ink'),
      'editorLineNumber.foreground': themeColour('faint'),
      'editorLineNumber.activeForeground': themeColour('ink'),
      'editor.lineHighlightBackground': themeColour('raised'),
      'editor.lineHighlightBorder': '#00000000',
      'editorCursor.foreground': themeColour('ink'),
      'editor.selectionBackground': `${themeColour('focus')}55`,
      'editor.wordHighlightBackground': `${themeColour('focus')}22`,
      'editor.wordHighlightStrongBackground': `${themeColour('focus')}33`,
      'editor.wordHighlightTextBackground': `${themeColour('focus')}22`,
      'editor.selectionHighlightBackground': `${themeColour('focus')}22`,
      'editorIndentGuide.background1': themeColour('edge'),
      'editorWidget.background': themeColour('raised'),
      'editorWidget.border': themeColour('edge'),
      'editorHoverWidget.background': themeColour('raised'),
      'editorSuggestWidget.background': themeColour('raised'),
      'editorSuggestWidget.selectedBackground': themeColour('edge'),
      'editorSuggestWidget.selectedForeground': themeColour('ink'),
      'editorError.foreground': themeColour('stop'),
      'editorWarning.foreground': themeColour('wait'),
      focusBorder: themeColour('focus'),
      'scrollbar.shadow': '#00000000',
    },
  });
  monaco.editor.setTheme('podyard');
}
