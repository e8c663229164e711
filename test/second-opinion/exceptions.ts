/** Tests that need what MiniStack does not have, and why they do. */
export interface Exception {
  readonly reason: string;
  /** Full names of tests, by the files that they are in. */
  readonly tests: { readonly [file: string]: readonly string[] };
}

export const EXCEPTIONS: readonly Exception[] = [
  {
    reason: 'MiniStack has no other partition',
    tests: {
      'lifecycle.test.ts': ['Create happens in the partition, Region and account of the stack'],
      'lookup.test.ts': ['A lookup happens in the partition, Region and account of the stack'],
    },
  },
  {
    reason: 'MiniStack has no quota',
    tests: {
      'lifecycle.test.ts': ['Create beyond the quota fails with what can be done', 'Update to a new id that the service refuses fails, and the first is as it was'],
    },
  },
  {
    reason: 'MiniStack has no template with tags of AWS itself, and none with empty lists of criteria',
    tests: {
      'lifecycle.test.ts': [
        'Update of content is made anew, and put back, where the service describes it with tags of AWS itself',
        'Update of content is made anew, and put back, where the service describes it with lists and structures with nothing in them',
      ],
    },
  },
  {
    reason: 'MiniStack describes every template with its document',
    tests: {
      'lifecycle.test.ts': [
        'A template whose document is read from an object is missing where its own object is gone, too, and the service did not tell its document',
        'A template whose document is that of a job is put back where the service does not tell its document',
        'A template whose document is that of a job is missing, which is told, where neither the service nor an earlier version tells its document',
      ],
    },
  },
  {
    reason: 'MiniStack does not tell of which job a template was made, which the fake remembers for the tests',
    tests: { 'every-member.test.ts': ['What a construct declares is what the service has, in value and type: the document of a job'] },
  },
];
