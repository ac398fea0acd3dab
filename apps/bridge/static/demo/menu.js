/** A button that shows more buttons. Escape, a choice, and leaving it by focus or click close it. */
export function createMenu(button, panel) {
  function open(isOpen) {
    panel.hidden = !isOpen;
    button.setAttribute('aria-expanded', String(isOpen));
  }

  button.addEventListener('click', () => {
    open(panel.hidden);
    if (!panel.hidden) panel.querySelector('button')?.focus();
  });
  panel.addEventListener('click', (event) => {
    if (event.target.closest('button') === null) return;
    open(false);
    button.focus();
  });
  const place = button.parentElement;
  place.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || panel.hidden) return;
    event.stopPropagation();
    open(false);
    button.focus();
  });
  place.addEventListener('focusout', ({ relatedTarget }) => {
    if (!place.contains(relatedTarget)) open(false);
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (!place.contains(target)) open(false);
  });
  open(false);
}
