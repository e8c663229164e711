import { answerOf, isDenied, isRefused, verdictOf } from '../../verify/answer';
import { NotChecked } from '../../verify/check';

const failure = (name: string, status: number, message = 'A message') => Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
const failed = async (...error: Parameters<typeof failure>) => Promise.reject(failure(...error));

test.each([
  ['the same', 'Job Template X already exists.', 'Job Template a-1 already exists.', true],
  ['other words', 'Job Template X already exists.', 'Job Template a-1 exists.', false],
  ['more words', 'already exists', 'already exists.', false],
  ['characters of regular expressions', '${aws:X} (a)', '${aws:iot:a} (a)', true],
  ['an X inside of a word', 'MAX', 'MIN', false],
])('A message is compared with what is expected: %s', async (_, expected, message, isSame) => {
  const answer = await answerOf(failed('InvalidRequestException', 400, message));
  expect(isRefused(answer, { message: expected })).toBe(isSame);
});

test('What is accepted is not refused, however little is expected', async () => {
  expect(isRefused(await answerOf(Promise.resolve()), { name: 'X' })).toBe(false);
});

test.each([
  ['AccessDeniedException', 403],
  ['ThrottlingException', 400],
  ['InternalFailureException', 500],
  ['LimitExceededException', 410],
])('%s tells nothing of a request', async (name, status) => {
  await expect(answerOf(failed(name, status))).rejects.toThrow(NotChecked);
});

test('A document that is too large is not a quota that is used up', async () => {
  const { text } = await answerOf(failed('LimitExceededException', 410, 'Job document from a exceeds size limit 32768 bytes.'));
  expect(text).toBe('410 LimitExceededException: Job document from a exceeds size limit 32768 bytes.');
});

test('A denial is a verdict', async () => {
  const verdict = await verdictOf(failed('AccessDeniedException', 403));
  expect(isDenied(verdict)).toBe(true);
  expect(isDenied(await verdictOf(failed('ConflictException', 409)))).toBe(false);
});

test('What is no answer of the service is thrown', async () => {
  await expect(verdictOf(Promise.reject(new TypeError('a')))).rejects.toThrow(TypeError);
});
