import { MINISTACK_DIFFERENCES } from './ministack-differences';
import { compareWithFake } from './opinion';
import { startMinistack } from './replicas';
import { REQUESTS } from './requests';

describe('the fake answers as MiniStack does', () => {
  compareWithFake({
    start: startMinistack,
    compared: ['status', 'error', 'message', 'body'],
    differences: MINISTACK_DIFFERENCES,
    requests: REQUESTS,
    setupMs: 300_000,
  });
});
