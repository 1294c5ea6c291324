import { HttpResponse, http } from 'msw';
import type { Session } from '@/api/session';

export const someone: Session = {
  user: null,
  caller: { kind: 'key', id: '0199a000-0000-7000-8000-000000000001', name: 'mock', permissions: ['*'] },
};

export const session = [http.get('*/v1/session', () => HttpResponse.json(someone))];
