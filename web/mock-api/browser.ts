import { network } from 'virtual:msw';
import { handlers } from '@mock/handlers';

export async function startMock(): Promise<void> {
  network.configure({ handlers });
  await network.enable();
}
