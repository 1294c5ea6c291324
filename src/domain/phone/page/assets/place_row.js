// The line under the camera button: where the next photos will be placed, and how to say otherwise.
import { button, closeSheet, element, field, icon, notice, openSheet } from './dom.js';
import { metresText, t } from './i18n.js';
import { coordinatesText, fixPlace, fixedPlace, placeIn } from './place.js';

// Asks a person for a place; `onPlace(place)` gets it.
export function askPlace(onPlace, { reason, onClear } = {}) {
  const entry = field(t('place.entry'), { name: 'place', placeholder: '-34.60370, -58.38160', help: t('place.entry_help') });
  const submit = (event) => {
    event.preventDefault();
    const place = placeIn(entry.input.value);
    if (!place) return entry.fail(t('place.entry_fault'));
    closeSheet();
    onPlace(place);
  };
  openSheet(t('place.title'), t('close'),
    reason && notice('warn', element('p', {}, t(`place.${reason}`)), element('p', {}, t(`place.${reason}_advice`))),
    element('form', { submit }, entry.root, element('button', { class: 'primary', type: 'submit' }, t('place.use'))),
    onClear && button(t('place.use_phone'), { icon: 'pin', click: () => { closeSheet(); onClear(); } }));
  entry.input.focus();
}

export function placeRow() {
  const text = element('p', { role: 'status' });
  const root = element('div', { class: 'place' });
  let state = { kind: 'idle' };

  function words() {
    const fixed = fixedPlace();
    if (fixed) return [t('place.fixed'), coordinatesText(fixed)];
    if (state.kind === 'asking') return [t('place.asking'), ''];
    if (state.kind === 'found') return [t('place.found'), t('place.accuracy', { distance: metresText(state.place.accuracy_m) })];
    if (state.kind === 'failed') return [t(`place.${state.reason}`), t('place.none_yet')];
    return [t('place.idle'), t('place.idle_help')];
  }

  function draw() {
    const [headline, detail] = words();
    text.replaceChildren(headline, detail && element('small', {}, detail));
    root.replaceChildren(icon('pin'), text, button(t('place.change'), { kind: 'quiet', click: change }));
  }

  function show(next) {
    state = next;
    draw();
  }

  function change() {
    const fix = (place) => { fixPlace(place); draw(); };
    const onClear = fixedPlace() && (() => fix(null));
    askPlace(fix, { reason: state.reason, onClear });
  }

  return {
    root,
    draw,
    asking: () => show({ kind: 'asking' }),
    found: (place) => show({ kind: 'found', place }),
    failed: (reason) => show({ kind: 'failed', reason }),
  };
}
