import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CONSUMERS, DIST } from './consumers';
import { publicNames, publicTypes, unused } from './public-names';

test.each(CONSUMERS)('the app in $language uses every public class, method and option', ({ folder, extension }) => {
  expect(unused(publicNames(), folder, extension)).toEqual([]);
});

test('the code for .NET has every public type', () => {
  const files = readdirSync(join(DIST, 'dotnet'), { recursive: true, encoding: 'utf8' }).map(file => basename(file, '.cs'));
  expect(files).toEqual(expect.arrayContaining(publicTypes().map(({ kind, datatype, name }) => kind === 'interface' && datatype ? `I${name}` : name)));
});
