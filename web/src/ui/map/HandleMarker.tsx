// Something on the map that is taken hold of: by mouse, by finger, or with the arrow keys (Shift: a single pixel) and Delete.
import type { Marker } from 'maplibre-gl';
import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Position } from '@/ui/map/area';
import { useMap } from '@/ui/map/context';

interface HandleMarkerProps {
  at: Position;
  anchor?: 'center' | 'bottom';
  onMove: (to: Position, done: boolean) => void;
  onRemove?: () => void;
  children: (onKeyDown: (event: KeyboardEvent) => void) => ReactNode;
}

const FAR_PX = 10;
const ARROWS: Record<string, [number, number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

export function HandleMarker({ at, anchor = 'center', onMove, onRemove, children }: HandleMarkerProps) {
  const { map, library } = useMap();
  const [marker, setMarker] = useState<Marker>();
  const [lon, lat] = at;

  const tell = useEffectEvent((made: Marker, done: boolean) => {
    const to = made.getLngLat();
    onMove([to.lng, to.lat], done);
  });
  const place = useEffectEvent((made: Marker) => made.setLngLat(at));
  useEffect(() => {
    const made = new library.Marker({ element: document.createElement('div'), draggable: true, anchor });
    place(made).addTo(map);
    made.on('drag', () => tell(made, false));
    made.on('dragend', () => tell(made, true));
    made.getElement().addEventListener('click', (event) => event.stopPropagation()); // no touch of the map below
    setMarker(made); // eslint-disable-line react-hooks/set-state-in-effect -- a place outside React's tree
    return () => void made.remove();
  }, [map, library, anchor]);
  useEffect(() => {
    marker?.setLngLat([lon, lat]);
  }, [marker, lon, lat]);

  if (!marker) return null;
  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = ARROWS[event.key];
    if (arrow) {
      const from = map.project([lon, lat]);
      const px = event.shiftKey ? 1 : FAR_PX;
      const to = map.unproject([from.x + arrow[0] * px, from.y + arrow[1] * px]);
      onMove([to.lng, to.lat], true);
    } else if (onRemove && (event.key === 'Delete' || event.key === 'Backspace')) onRemove();
    else return;
    event.preventDefault();
    event.stopPropagation(); // the map would go that way, too
  };
  return createPortal(children(onKeyDown), marker.getElement());
}
