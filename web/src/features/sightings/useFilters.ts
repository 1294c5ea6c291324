// The filters, at once where they are used, and in the address when the hand rests: the router takes its time.
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { type Filters, filtersIn, written } from '@/features/sightings/filters';

const ADDRESS_WAITS_MS = 300;

const keyOf = (filters: Filters) => written(filters).toString();

export function useFilters() {
  const [address, setAddress] = useSearchParams();
  const inAddress = new URLSearchParams([...address].filter(([name]) => name !== 'chosen')).toString();
  const [key, setKey] = useState(inAddress);
  const told = useRef([inAddress]); // the newest that came back, and what was told since
  const filters = useMemo(() => filtersIn(new URLSearchParams(key)), [key]);
  const keyOfRest = keyOf({ ...filters, plate: '' });

  useEffect(() => {
    const index = told.current.lastIndexOf(inAddress);
    if (index >= 0) return void told.current.splice(0, index);
    told.current = [inAddress]; // it changed elsewhere: back, or a link
    setKey(inAddress);
  }, [inAddress]);
  const write = (more: Record<string, string> = {}) => {
    told.current.push(key);
    setAddress({ ...Object.fromEntries(new URLSearchParams(key)), ...more }, { replace: true });
  };
  const writeLate = useEffectEvent(() => write());
  useEffect(() => {
    if (key === told.current.at(-1)) return;
    const timer = setTimeout(() => writeLate(), ADDRESS_WAITS_MS);
    return () => clearTimeout(timer);
  }, [key]);

  return {
    filters,
    key,
    chosen: address.get('chosen'),
    narrowing: useMemo(() => filtersIn(new URLSearchParams(keyOfRest)), [keyOfRest]), // all but the plate
    change: useCallback(
      (some: Partial<Filters>) => setKey((now) => keyOf({ ...filtersIn(new URLSearchParams(now)), ...some })),
      [],
    ),
    choose: (id: string) => write({ chosen: id }),
  };
}
