import { PRELUDE } from './prelude.ts';

/** Arguments: BEGUN FINISHED, both empty where there is nothing to undo; the COUNT of words of the command, and these words. */
export const RUN = `${PRELUDE}
begun=$1 finished=$2
shift 2
if [ -n "$begun" ]; then note "$begun"; fi
call "$@" || fail command "$?" "$2"
if [ -n "$finished" ]; then note "$finished"; fi
`;

/** Arguments: lines for the journal. */
export const NOTE = `${PRELUDE}
for line in "$@"; do note "$line"; done
`;
