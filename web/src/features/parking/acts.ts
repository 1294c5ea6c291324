// What one can do to stays and tickets. Each answers what it made, or throws the problem.
import { type Schemas, answered, api } from '@/api/client';

const ifMatch = (version: number) => ({ header: { 'If-Match': `"${version}"` } });

interface Versioned {
  id: string;
  version: number;
}

const of = ({ id, version }: Versioned) => ({ params: { path: { stay: id }, ...ifMatch(version) } });

export const openStay = (body: Schemas['NewStay'], key: string) =>
  answered(api.POST('/v1/parking/stays', { body, params: { header: { 'Idempotency-Key': key } } }));

export const closeStay = (stay: Versioned, body: Schemas['StayClosure']) =>
  answered(api.PUT('/v1/parking/stays/{stay}/closure', { ...of(stay), body }));

export const reopenStay = (stay: Versioned) => answered(api.DELETE('/v1/parking/stays/{stay}/closure', of(stay)));

export const correctStay = (stay: Versioned, body: Schemas['StayChange']) =>
  answered(api.PATCH('/v1/parking/stays/{stay}', { ...of(stay), body }));

export const undoMatch = (stay: Versioned) => answered(api.DELETE('/v1/parking/stays/{stay}/match', of(stay)));

export const answerStay = (stay: Versioned, body: Schemas['StayAnswer']) =>
  answered(api.PUT('/v1/parking/stays/{stay}/answer', { ...of(stay), body }));

export const pay = (number: string, body: Schemas['NewPayment'], key: string) =>
  answered(
    api.POST('/v1/parking/tickets/{number}/payments', {
      params: { path: { number }, header: { 'Idempotency-Key': key } },
      body,
    }),
  );

export const refund = (number: string, payment: string, body: Schemas['NewRefund'], key: string) =>
  answered(
    api.POST('/v1/parking/tickets/{number}/payments/{payment}/refund', {
      params: { path: { number, payment }, header: { 'Idempotency-Key': key } },
      body,
    }),
  );

const to = (number: string) => ({ params: { path: { number } } });

export const forgive = (number: string, body: Schemas['Reason']) =>
  answered(api.PUT('/v1/parking/tickets/{number}/forgiveness', { ...to(number), body }));
export const takeForgivenessBack = (number: string) =>
  answered(api.DELETE('/v1/parking/tickets/{number}/forgiveness', to(number)));
export const dispute = (number: string, body: Schemas['Reason']) =>
  answered(api.PUT('/v1/parking/tickets/{number}/dispute', { ...to(number), body }));
export const settleDispute = (number: string) =>
  answered(api.DELETE('/v1/parking/tickets/{number}/dispute', to(number)));

export const addZone = (body: Schemas['ZoneSettings'], key: string) =>
  answered(api.POST('/v1/parking/zones', { body, params: { header: { 'Idempotency-Key': key } } }));
export const changeZone = ({ id, version }: Versioned, body: Schemas['ZoneSettingsPatch']) =>
  answered(api.PATCH('/v1/parking/zones/{zone}', { params: { path: { zone: id }, ...ifMatch(version) }, body }));

export const addTariff = (body: Schemas['TariffDocument'], key: string) =>
  answered(api.POST('/v1/parking/tariffs', { body, params: { header: { 'Idempotency-Key': key } } }));
export const addVersion = (tariff: string, body: Schemas['TariffDocument'], key: string) =>
  answered(
    api.POST('/v1/parking/tariffs/{tariff}/versions', {
      params: { path: { tariff }, header: { 'Idempotency-Key': key } },
      body,
    }),
  );
