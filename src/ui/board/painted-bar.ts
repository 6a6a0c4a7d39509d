/** A part of a bar: how much of the whole it is (0 to 1), and its hue; without one it is the system's. */
export interface BarPart {
  readonly part: number;
  readonly hue: number | undefined;
}

/**
 * A bar's segments as one CSS image, from left to right, each with a line at its end. Where there are
 * hundreds of bars, elements for segments would be laid out by the thousand; an image is only painted.
 */
export function paintedBar(parts: readonly BarPart[]): string {
  let from = 0;
  const stops = parts
    .filter(({ part }) => part > 0)
    .map(({ part, hue }) => {
      const start = percent(from);
      const end = percent((from += part));
      const line = `calc(${end} - 1px)`;
      return `${colourOf(hue)} ${start} ${line}, var(--panel) ${line} ${end}`;
    });
  return stops.length === 0
    ? 'none'
    : `linear-gradient(90deg, ${stops.join(', ')}, transparent ${percent(from)})`;
}

function colourOf(hue: number | undefined): string {
  return hue === undefined
    ? 'color-mix(in oklch, var(--faint) 75%, var(--panel))'
    : `oklch(var(--pod-l) var(--pod-c) ${hue})`;
}

function percent(part: number): string {
  return `${Math.round(Math.min(1, part) * 10_000) / 100}%`;
}
