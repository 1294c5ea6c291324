import { describe, expect, it } from 'vitest';
import { placeIn } from '@/ui/map/coordinates';

const OBELISK = { lat: -34.6037, lon: -58.3816 };

describe('a place in a link', () => {
  it.each([
    '-34.6037, -58.3816',
    '-34.6037 -58.3816',
    'geo:-34.6037,-58.3816',
    'https://www.google.com/maps/place/x/@-1,-2,17z/data=!3d-34.6037!4d-58.3816',
    'https://maps.apple.com/?ll=-34.6037,-58.3816',
    'https://www.openstreetmap.org/?mlat=-34.6037&mlon=-58.3816#map=18/0/0',
    'https://www.openstreetmap.org/#map=17/-34.6037/-58.3816',
  ])('finds it in %s', (text) => {
    expect(placeIn(text)).toEqual(OBELISK);
  });

  it.each(['', 'Corrientes 1000', 'https://maps.app.goo.gl/abc', '91, 0', '0, 181', '1'])(
    'finds none in «%s»',
    (text) => {
      expect(placeIn(text)).toBeNull();
    },
  );
});
