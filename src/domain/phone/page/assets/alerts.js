// Alerts: listed plates that were seen, and plates in two places at once. Followed live; a person confirms or dismisses each.
import { Problem, follow, read, readBlob, request } from './api.js';
import { announce, button, drawn, element, icon } from './dom.js';
import { metresText, momentText, percentText, t, textOf } from './i18n.js';
import { coordinatesText, mapLink } from './place.js';
import { plateBadge } from './plate.js';
import { problemNotice } from './problem.js';

const SHOWN = 30;
const LOOK_AGAIN_MS = 15_000; // where this key may read alerts but not follow events

const latestAlerts = async () => (await read(`/v1/alerts?limit=${SHOWN}`)).items;
const judge = (id, is) => request('PUT', `/v1/alerts/${id}/verdict`, { json: { is } });

const isOpen = ({ state }) => state === 'raised';

async function picture(path, label) {
  const slot = element('div', {});
  try {
    slot.append(await drawn(await readBlob(path), label));
  } catch (problem) {
    slot.remove(); // the photo is gone, or there is no network: the alert stands without it
    console.info('no picture', problem);
  }
  return slot;
}

// The plates as they were seen: of impossible travel both.
function pictures({ seen, travel }) {
  const slot = element('div', { class: 'row' });
  for (const each of [seen, travel?.other]) {
    if (each?.crop) picture(each.crop, t('card.crop', { plate: each.plate })).then((made) => slot.append(made));
  }
  return slot;
}

function fact(iconName, name, ...content) {
  return element('div', {}, element('dt', {}, name), icon(iconName), element('dd', {}, ...content));
}

function seenFact({ seen_at: at, place, device }) {
  return fact('clock', t('fact.time'), [momentText(at), device].filter(Boolean).join(' · '),
    place && ' · ', place && element('a', { href: mapLink(place), target: '_blank', rel: 'noreferrer' }, coordinatesText(place)));
}

function facts({ seen, listed, travel, times }) {
  return element('dl', { class: 'facts' },
    listed && fact('list', t('alert.list'), `${listed.list_name} · ${t(`watch.${listed.list_kind}`)}`),
    listed && fact('file', t('alert.why'), [listed.why, listed.who, listed.reference].filter(Boolean).join(' · ')),
    seenFact(seen),
    travel && seenFact(travel.other),
    travel && fact('pin', t('alert.distance'), metresText(travel.distance_m)),
    times > 1 && fact('car', t('alert.times'), t('alert.times_seen', { times })));
}

function alertCard(alert, changed) {
  const root = element('article', { class: 'card alert' });
  async function decide(is) {
    try {
      changed(await judge(alert.id, is));
    } catch (problem) {
      root.querySelector('.notice.bad')?.remove();
      root.append(problemNotice(problem));
    }
  }
  root.append(
    element('div', { class: 'card-head' },
      element('div', {}, plateBadge(alert.plate),
        element('p', { class: 'confidence' }, t(`alert.chance_${alert.kind}`, { percent: percentText(alert.chance) })))),
    element('div', { class: `happened ${isOpen(alert) ? 'bad' : ''}` }, element('p', {}, textOf(alert.text))),
    pictures(alert),
    facts(alert),
    isOpen(alert)
      ? element('div', { class: 'row' },
        button(t('alert.confirm'), { kind: 'primary', click: () => decide('confirmed') }),
        button(t('alert.dismiss'), { click: () => decide('dismissed') }))
      : element('p', { class: 'state' }, t(`alert.${alert.state}`)));
  return root;
}

// `banner`: where a new one is shown whatever the person looks at; `changed` is told that there are others to count.
export function alertsView(root, banner, changed) {
  let alerts = [];
  let isAllowed = false;
  let following;
  const told = new Set(); // what the banner has shown

  function draw() {
    root.className = 'view';
    root.replaceChildren(...(alerts.length
      ? alerts.map((each) => alertCard(each, take))
      : [element('p', { class: 'empty' }, t('alerts.none'))]));
  }

  function take(alert) {
    alerts = [alert, ...alerts.filter(({ id }) => id !== alert.id)].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, SHOWN);
    draw();
    changed();
  }

  function sound(alert) {
    if (told.has(alert.id)) return;
    told.add(alert.id);
    const close = () => { banner.hidden = true; };
    banner.replaceChildren(
      element('p', {}, element('strong', {}, t('alert.new', { plate: alert.plate })), ` ${textOf(alert.text)}`),
      element('div', { class: 'row' },
        element('a', { class: 'button', href: '#alerts', click: close }, t('alert.see')),
        button(t('close'), { click: close })));
    banner.hidden = false;
    announce(t('alert.new', { plate: alert.plate }));
    navigator.vibrate?.([200, 100, 200]);
  }

  async function load() {
    const isFirst = !isAllowed;
    alerts = await latestAlerts();
    isAllowed = true;
    for (const each of alerts.filter(isOpen)) isFirst ? told.add(each.id) : sound(each);
    draw();
    changed();
  }

  function hear({ type, data }) {
    take(data);
    if (type === 'alert.raised') sound(data);
  }

  async function lookNowAndThen(signal) {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
      if (signal.aborted) return;
      await load().catch((problem) => console.info('no alerts for now', problem));
    }
  }

  // Anew with each key. A key that may not see alerts has no tab for them.
  async function start() {
    following?.abort();
    following = new AbortController();
    const { signal } = following;
    isAllowed = false;
    try {
      await load();
    } catch (problem) {
      if (!(problem instanceof Problem)) console.info('no alerts for now', problem);
      alerts = [];
      changed();
      if (problem.status === 401 || problem.status === 403) return;
    }
    follow('/v1/events?type=alert', { signal, heard: hear, began: load }).catch((problem) => {
      console.info('alerts are looked for now and then', problem);
      lookNowAndThen(signal);
    });
  }

  return { draw, start, isAllowed: () => isAllowed, open: () => alerts.filter(isOpen).length };
}
