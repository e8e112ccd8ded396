/**
 * What the pages do better with JavaScript; without it, each of these is a button that the server answers. One text, so that one
 * hash allows it. It asks the server for nothing and makes no markup from text.
 */
export const SCRIPT = `
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// Quick Find: the tree shows what is typed, as it is typed.
const find = document.querySelector('#quickfind');
find?.addEventListener('input', () => {
  const words = find.value.toLowerCase().split(' ').filter(Boolean);
  for (const leaf of all('.tree li[data-words]')) leaf.hidden = !words.every((word) => leaf.dataset.words.includes(word));
  for (const folder of all('.tree li:has(> .folder)').reverse()) folder.hidden = all('li[data-words]', folder).every((leaf) => leaf.hidden);
});

// An API name is made of the name that was just given.
for (const field of all('[data-filled-from]')) {
  const source = document.querySelector('#' + CSS.escape(field.dataset.filledFrom));
  source?.addEventListener('blur', () => {
    if (field.value === '') field.value = apiName(source.value);
  });
}

function apiName(name) {
  const words = name.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_|_$/g, '');
  return /^[A-Za-z]/.test(words) || words === '' ? words : 'X' + words;
}

// Two lists: what is chosen goes over.
for (const pick of all('.pick')) {
  const [available, selected] = all('select', pick);
  const kept = pick.querySelector('.kept');
  const move = (from, to) => {
    for (const option of [...from.selectedOptions]) {
      to.append(option);
      option.selected = false;
    }
    const inputs = [...selected.options].map((option) => Object.assign(document.createElement('input'), { type: 'hidden', name: pick.dataset.name, value: option.value }));
    kept.replaceChildren(...inputs);
  };
  const [add, remove] = all('.between button', pick);
  add.addEventListener('click', (event) => { event.preventDefault(); move(available, selected); });
  remove.addEventListener('click', (event) => { event.preventDefault(); move(selected, available); });
  available.addEventListener('dblclick', () => move(available, selected));
  selected.addEventListener('dblclick', () => move(selected, available));
}

// What cannot be undone lightly is asked for.
for (const control of all('[data-warning]')) {
  control.addEventListener('change', () => {
    const isChosen = control.type === 'checkbox' ? control.checked : control.value === control.dataset.warningValue;
    if (isChosen) document.querySelector('#' + CSS.escape(control.dataset.warning)).showModal();
  });
}

for (const ok of all('dialog button')) ok.addEventListener('click', () => ok.closest('dialog').close());

for (const copy of all('[data-copies]')) {
  copy.hidden = false;
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.querySelector('#' + CSS.escape(copy.dataset.copies)).textContent);
    copy.textContent = 'Copied';
  });
}

const fill = document.querySelector('[data-success-url]');
fill?.addEventListener('change', () => {
  const callbacks = document.querySelector('#callbackUrls');
  if (fill.checked && callbacks.value.trim() === '') callbacks.value = fill.dataset.successUrl;
});

document.querySelector('.errorMsg[tabindex]')?.focus();
if (matchMedia('(max-width: 48rem)').matches && find?.value === '') for (const drawer of all('.tree details')) drawer.open = false;
`;
