import { PRELUDE } from './prelude.ts';

/**
 * Arguments: PATH BEFORE AFTER MODE BACKUP BEGUN FINISHED; the COUNT of words of the check and these words; the COUNT of parents
 * and three words for each; for each activation the COUNT of its words and these words. `-` stands for no file. Standard input:
 * the new text.
 *
 * Nothing is touched before the new text lies on the disk beside the old one, whole and checked. From the line BEGUN on, the
 * next run can tell that this one was interrupted.
 */
export const WRITE_FILE = `${PRELUDE}
path=$1 before=$2 after=$3 mode=$4 backup=$5 begun=$6 finished=$7
shift 7
target=$(readlink -m -- "$path")
directory=$(dirname -- "$target")
temp=
trap 'if [ -n "$temp" ]; then rm -f -- "$temp"; fi' EXIT
trap 'exit 1' HUP INT TERM

unchanged() {
  [ "$(hash_of "$target")" = "$before" ] || fail changed 0 "$path"
}

# receive CHECK_COUNT CHECK_WORD...: the new file, beside the old one.
receive() {
  rm -f -- "$directory"/.enjambre-new-?????? || refused "$directory"
  temp=$(mktemp -- "$directory/.enjambre-new-XXXXXX") || refused "$directory"
  if [ "$before" = - ]; then
    chmod "$mode" "$temp" || refused "$directory"
  else
    cp -a --attributes-only -- "$target" "$temp" || refused "$directory"
  fi
  cat > "$temp" || refused "$directory"
  [ "$(hash_of "$temp")" = "$after" ] || fail truncated 0 "$path"
  if [ "$1" -gt 0 ]; then
    eval "$(references 2 $(($1 + 1)))" '"$temp"' >&2 < /dev/null || fail check "$?" "$2"
  fi
  sync -- "$temp" || refused "$directory"
}

keep_backup() {
  make_state
  cp -a -- "$target" "$backup" && sync -- "$backup" "$backups" || {
    rm -f -- "$backup"
    refused "$backups"
  }
  # A whole copy of something else: the file was edited since it was looked at.
  [ "$(hash_of "$backup")" = "$before" ] || {
    rm -f -- "$backup"
    fail changed 0 "$path"
  }
}

unchanged
check_count=$1
parents_at=$((check_count + 2))
eval "parents=\\\${$parents_at}"
eval "make_parents $(references "$parents_at" $((parents_at + 3 * parents)))"
if [ "$after" != - ]; then receive "$@"; fi
if [ "$before" != - ]; then keep_backup; fi
note "$begun"
unchanged
if [ "$after" = - ]; then
  rm -f -- "$target" || refused "$directory"
else
  mv -T -- "$temp" "$target" || refused "$directory"
  temp=
fi
sync -- "$directory"
[ "$(hash_of "$target")" = "$after" ] || fail changed 0 "$path"
shift $((parents_at + 3 * parents))
activate "$@"
note "$finished"
`;
