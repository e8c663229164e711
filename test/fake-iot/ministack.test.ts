import { MINISTACK_DIFFERENCES } from './ministack-differences';
import { compareWithFake } from './opinion';
import { startMinistack } from './replicas';

describe('the fake answers as MiniStack does', () => {
  compareWithFake({
    start: startMinistack,
    compared: ['acceptance', 'status', 'error', 'message', 'body'],
    differences: MINISTACK_DIFFERENCES,
    setupMs: 300_000,
  });
});
