// Runs before the first paint: says that scripts run, and applies the theme that was chosen here.
// Without it the theme of the system holds.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  } catch {
    // Storage is refused: the system decides.
  }
})();
