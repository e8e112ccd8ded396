/** The script of the inspector: an ES module that adds to pages what HTML cannot do. It writes text alone, never markup. */

export const SCRIPT = `const byId = (id) => document.getElementById(id);
const all = (selector) => [...document.querySelectorAll(selector)];

/* Copy buttons */
for (const button of all('button[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    const word = button.textContent;
    try {
      await navigator.clipboard.writeText(byId(button.dataset.copy).textContent);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Select the text and copy it';
    }
    window.setTimeout(() => { button.textContent = word; }, 1500);
  });
}

/* How long ago, by the lab's clock, counted anew while the page is open */
const now = byId('now');
const elapsed = () => (now?.dataset.frozen ? 0 : document.timeline.currentTime ?? 0);
const ago = (ms) => {
  const [size, unit] = [[86400000, 'day'], [3600000, 'hour'], [60000, 'minute'], [1000, 'second']].find(([size]) => Math.abs(ms) >= size) ?? [1000, 'second'];
  return new Intl.RelativeTimeFormat('en').format(-Math.trunc(ms / size), unit);
};
const tell = () => {
  if (!now) return;
  const present = Date.parse(now.dateTime) + elapsed();
  for (const time of all('time[data-at]')) time.title = time.dataset.at + ', ' + ago(present - Date.parse(time.dataset.at));
};
tell();
window.setInterval(tell, 10000);

/* Entries as they come: a count, and never a list that moves while it is read */
const live = byId('live');
if (live) {
  live.hidden = false;
  const state = byId('live-state');
  const pause = byId('live-pause');
  const pill = byId('live-pill');
  let fresh = 0;
  let last;
  let source;
  const show = () => {
    pill.hidden = fresh === 0;
    pill.textContent = fresh + ' new';
    byId('live-said').textContent = fresh === 0 ? '' : fresh + ' new requests';
  };
  const heard = (event) => { last = event.lastEventId; fresh += 1; show(); };
  const open = () => {
    const url = new URL(live.dataset.stream, location.href);
    if (last) url.searchParams.set('after', last);
    source = new EventSource(url);
    source.addEventListener('open', () => { state.textContent = 'live'; });
    source.addEventListener('error', () => { state.textContent = 'reconnecting'; });
    source.addEventListener('answered', heard);
    source.addEventListener('refused', heard);
  };
  pause.addEventListener('click', () => {
    const paused = pause.getAttribute('aria-pressed') !== 'true';
    pause.setAttribute('aria-pressed', String(paused));
    pause.textContent = paused ? 'Resume' : 'Pause';
    state.textContent = paused ? 'paused' : 'live';
    if (paused) source.close();
    else open();
  });
  window.addEventListener('pagehide', () => source.close());
  open();
}

/* Keys; they can be switched off, and never act in a field */
const KEYS = 'fauxforce-keys';
const hasKeys = () => localStorage.getItem(KEYS) !== 'off';
const dialog = byId('keys-dialog');
byId('keys').hidden = false;
byId('keys-help').addEventListener('click', () => dialog.showModal());
const toggle = byId('keys-on');
toggle.checked = hasKeys();
toggle.addEventListener('change', () => localStorage.setItem(KEYS, toggle.checked ? 'on' : 'off'));

const rows = () => all('a[data-row]');
const move = (step) => {
  const list = rows();
  if (list.length === 0) return;
  const at = list.indexOf(document.activeElement);
  list[at < 0 ? 0 : Math.min(Math.max(at + step, 0), list.length - 1)].focus();
};
const ACTIONS = {
  j: () => move(1),
  k: () => move(-1),
  ArrowDown: () => document.activeElement?.matches('a[data-row]') && move(1),
  ArrowUp: () => document.activeElement?.matches('a[data-row]') && move(-1),
  '/': () => byId('filter')?.focus(),
  p: () => byId('live-pause')?.click(),
  r: () => document.querySelector('[data-key=r]')?.click(),
  c: () => {
    const part = byId('curl-part');
    if (!part) return;
    part.open = true;
    document.querySelector('[data-key=c]').click();
    part.querySelector('summary').focus();
  },
  '?': () => dialog.showModal(),
  Escape: () => sessionStorage.getItem('from') && byId('why') !== null && location.assign(sessionStorage.getItem('from')),
};
let going = -9999;
document.addEventListener('keydown', (event) => {
  if (!hasKeys() || event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
  if (event.target.closest('input, select, textarea')) return;
  const screen = event.timeStamp - going < 1500 ? document.querySelector('[data-go="' + CSS.escape(event.key) + '"]') : null;
  going = event.key === 'g' ? event.timeStamp : -9999;
  if (screen) { event.preventDefault(); screen.click(); return; }
  const act = Object.hasOwn(ACTIONS, event.key) ? ACTIONS[event.key] : undefined;
  if (act && act() !== false) event.preventDefault();
});

/* Esc on an entry leads back to its row */
if (byId('live')) {
  sessionStorage.setItem('from', location.href);
  document.addEventListener('click', (event) => {
    const row = event.target.closest?.('a[data-row]');
    if (row) sessionStorage.setItem('row', row.getAttribute('href'));
  });
  const row = sessionStorage.getItem('row');
  if (row && performance.getEntriesByType('navigation')[0]?.type === 'navigate') rows().find((link) => link.getAttribute('href') === row)?.focus();
}
`;
