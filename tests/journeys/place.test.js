// What people paste as a place, and what they type as money.
import assert from 'node:assert/strict';
import test from 'node:test';
import { placeIn } from '../../src/domain/phone/page/assets/place.js';

const AT = { lat: -34.6037, lon: -58.3816, source: 'map' };

for (const text of [
  '-34.6037, -58.3816',
  ' -34.6037 -58.3816 ',
  'geo:-34.6037,-58.3816;u=12',
  'https://www.google.com/maps/@-34.6037,-58.3816,17z',
  'https://www.google.com/maps/place/Obelisco/@-34.1,-58.1,17z/data=!3m1!4b1!4m6!3m5!8m2!3d-34.6037!4d-58.3816',
  'https://maps.google.com/?q=-34.6037,-58.3816',
  'https://maps.apple.com/?ll=-34.6037,-58.3816&z=17',
  'https://www.openstreetmap.org/?mlat=-34.6037&mlon=-58.3816#map=17/-34.1/-58.1',
  'https://www.openstreetmap.org/#map=17/-34.6037/-58.3816',
]) {
  test(`a place is found in ${text}`, () => assert.deepEqual(placeIn(text), AT));
}

for (const text of ['', 'Obelisco', '-34.6037', '-94.1, 10', '10, 190', 'https://maps.app.goo.gl/abc', '1, 2, 3']) {
  test(`no place is found in «${text}»`, () => assert.equal(placeIn(text), null));
}
