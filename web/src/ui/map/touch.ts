import type { MapMouseEvent, PointLike } from 'maplibre-gl';

const FINGER_PX = 8;

export const POINTS = ['points-clusters', 'points-alone'];

export const around = ({ point: { x, y } }: MapMouseEvent): [PointLike, PointLike] => [
  [x - FINGER_PX, y - FINGER_PX],
  [x + FINGER_PX, y + FINGER_PX],
];
