// Runs before the first paint, so that the page never flashes in another theme.
(() => {
  const known = ['dark', 'light', 'projector'];
  const asked = new URLSearchParams(location.search).get('theme');
  let kept = null;
  try {
    kept = localStorage.getItem('podyard.theme');
  } catch {
    // A sandboxed frame has no storage.
  }
  const system = matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
  document.documentElement.dataset.theme = [asked, kept].find((name) => known.includes(name)) ?? system;
})();
