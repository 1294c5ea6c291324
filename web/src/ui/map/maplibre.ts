// The map's library, fetched when a map is first shown; its worker is a file of ours, as the pages' policy asks.
import 'maplibre-gl/dist/maplibre-gl.css';
import { Map as MapLibreMap, Marker, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';

setWorkerUrl(workerUrl);

export { MapLibreMap, Marker, ScaleControl };
