// Who pays less for a stay: what a permit or a shop's stamp took off, a code to put a stamp on, and a permit in doubt.
import { keyAfter, newIdempotencyKey } from './api.js';
import { announce, button, closeSheet, element, field, notice } from './dom.js';
import { moneyText, t, textOf } from './i18n.js';
import { giveStamp, sayPlate } from './parking.js';
import { problemNotice } from './problem.js';

const isDiscount = ({ rule }) => rule.startsWith('permit/') || rule.startsWith('stamp/');

// One sentence for each permit or stamp that counted; null when nobody paid less.
export function discountNotice({ lines, total }) {
  const found = lines.filter(isDiscount);
  if (!found.length) return null;
  const row = ({ why, amount }) =>
    element('li', {}, element('span', {}, textOf(why)), element('b', {}, moneyText({ amount, currency: total.currency })));
  return notice('good', element('ul', { class: 'lines' }, ...found.map(row)));
}

// The exit was read as another plate, so that the permit did not count: a person says that it is this one.
export function permitInDoubt({ id, plate, match }, act) {
  return notice('warn',
    element('p', {}, t('permit.unclear', { plate, read_as: match.read_as })),
    button(t('permit.confirm', { plate }), { click: () => act(() => sayPlate(id, plate, t('permit.reason'))) }));
}

// Puts the stamp of the code that a shop handed out on the stay. One form is one stamp: sent twice, it counts once.
export function codeForm(stay, onGiven) {
  let idempotencyKey = newIdempotencyKey();
  const code = field(t('code.entry'), {
    name: 'code', class: 'plate-input', placeholder: 'K7QM-2XWP-9D', maxlength: 20, autocapitalize: 'characters', enterkeyhint: 'done',
    help: t('code.help'),
  });
  const confirm = element('button', { class: 'primary wide', type: 'submit' }, t('code.confirm'));
  const faults = element('div', {});

  const submit = async (event) => {
    event.preventDefault();
    const text = code.input.value.trim();
    if (!text) return code.fail(t('code.fault'));
    confirm.disabled = true;
    try {
      const { shop } = await giveStamp(stay.id, text, idempotencyKey);
      closeSheet();
      announce(t('code.done', { shop }));
      await onGiven();
    } catch (problem) {
      idempotencyKey = keyAfter(problem, idempotencyKey);
      faults.replaceChildren(problemNotice(problem));
    } finally {
      confirm.disabled = false;
    }
  };
  return element('form', { submit }, code.root, faults, confirm);
}
