import fc from 'fast-check';

/** Any bytes, one character each, with ends of lines, blanks and marks more often than chance has them. */
export const anyBytes = fc
  .array(
    fc.oneof(
      fc.constantFrom('\n', '\r\n', ' ', '\t', '#', '\\', '"', '(', ')', ',', '/', '# BEGIN', '# END x', '\\040'),
      fc.nat({ max: 255 }).map((code) => String.fromCharCode(code)),
    ),
  )
  .map((parts) => parts.join(''));

/** Paths as people may name them: absolute, any characters but NUL and line ends, no empty parts. */
export const anyPath = fc
  .array(
    fc
      .string({
        unit: fc.oneof(
          fc.constantFrom(...' \t#(),\\"\'%ñé-._:@=*[]{}$;&'),
          fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        ),
        minLength: 1,
        maxLength: 8,
      })
      .filter((part) => !/[\0\n\r/\ud800-\udfff]/.test(part) && part !== '.' && part !== '..'),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => `/${parts.join('/')}`);

/** Lines of our own block. */
export const anyLines = fc.array(fc.stringMatching(/^[a-z0-9 /.,()_-]{1,40}$/), { minLength: 1, maxLength: 4 });
