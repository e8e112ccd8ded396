/** The script of the inspector: an ES module that adds to pages what HTML cannot do. It writes text alone, never markup. */

export const SCRIPT = `
for (const button of document.querySelectorAll('button[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    const word = button.textContent;
    button.textContent = 'Copied';
    window.setTimeout(() => { button.textContent = word; }, 1500);
  });
}
`;
