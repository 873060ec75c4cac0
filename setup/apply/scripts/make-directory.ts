import { PRELUDE } from './prelude.ts';

/** Stands for the numbers of an owner, and for a mode, in the line of a journal: only the node knows them. */
export const OWNER_FIELD = '@owner@';
export const MODE_FIELD = '@mode@';

/**
 * Arguments: PATH OWNER MODE; BEGUN and FINISHED for a directory whose owner and mode are changed; the COUNT of parents and three
 * words for each; BEGUN and FINISHED for a directory that is made.
 */
export const MAKE_DIRECTORY = `${PRELUDE}
path=$1 owner=$2 mode=$3 begun=$4 finished=$5
shift 5

# filled LINE: with owner and mode of the directory as it is.
filled() {
  line=$1
  line="\${line%%${OWNER_FIELD}*}$is_owner\${line#*${OWNER_FIELD}}"
  printf '%s' "\${line%%${MODE_FIELD}*}$is_mode\${line#*${MODE_FIELD}}"
}

# Zeros in front: without them, a folder keeps its set-group-id bit.
own() {
  chown -- "$owner" "$path" && chmod "00$mode" "$path" && sync -- "$path" || refused "$path"
}

make_parents "$@"
shift $((3 * $1 + 1))
if [ ! -e "$path" ]; then
  note "$1"
  mkdir -- "$path" && own && sync -- "$(dirname -- "$path")" || refused "$path"
  note "$2"
elif [ ! -d "$path" ]; then
  fail not-a-directory 0 "$path"
else
  is_owner=$(stat -L -c '%u:%g' -- "$path") is_mode=$(stat -L -c %a -- "$path")
  if [ "$is_owner $is_mode" != "$owner $mode" ]; then
    begun=$(filled "$begun") finished=$(filled "$finished")
    note "$begun"
    own
    note "$finished"
  fi
fi
`;
