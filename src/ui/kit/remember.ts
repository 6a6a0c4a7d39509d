/** A small choice kept between visits; nothing happens where storage is forbidden. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`podyard.${key}`, value);
  } catch {
    // A sandboxed frame forgets.
  }
}
