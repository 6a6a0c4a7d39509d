/**
 * A colour role of the current theme as `#rrggbb`, for libraries that do not read custom properties.
 * A canvas resolves whatever colour syntax the tokens use.
 */
export function themeColour(role: string): string {
  const value = getComputedStyle(document.documentElement).getPropertyValue(`--${role}`).trim();
  return resolvedColour(value);
}

/** Any CSS colour as `#rrggbb`. */
function resolvedColour(value: string): string {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!context) return '#808080';
  context.fillStyle = value;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** Calls back whenever the theme changes. Returns the way to stop. */
export function onThemeChange(callback: () => void): () => void {
  const observer = new MutationObserver(callback);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
