import { BACKUPS, JOURNAL, STATE_FOLDER } from '../journal.ts';

/**
 * Start of every script that changes a node. Only `fail` and `say` print to standard output, in fields that `failure.ts` reads;
 * what programs print goes to standard error. A function that cannot do its work ends the script through `fail`.
 */
export const PRELUDE = `set -u
umask 077
state=${STATE_FOLDER} journal=${JOURNAL} backups=${BACKUPS}

say() { printf '@ %s\\n' "$*"; }

# fail KIND EXIT WHAT
fail() {
  printf '@ failed %s %s %s\\n' "$1" "$2" "$3"
  exit 1
}

# refused PATH: nothing could be written there; says whether its disk is read-only, or full.
refused() {
  where=$1
  while [ ! -e "$where" ]; do where=$(dirname -- "$where"); done
  case " $(findmnt -n -o VFS-OPTIONS,FS-OPTIONS --target "$where" | tail -n 1 | tr ',' ' ') " in
    *' ro '*) fail read-only 0 "$1" ;;
  esac
  df --output=avail,iavail -k -- "$where" | tail -n 1 | {
    read -r blocks inodes
    [ "$blocks" -gt 256 ] && [ "$inodes" != 0 ]
  } || fail full 0 "$1"
  fail unwritable 0 "$1"
}

make_state() {
  mkdir -p -- "$backups" && chmod 700 "$state" || refused "$state"
}

# note LINE: adds a line to the journal, on the disk; one that was torn before is ended first.
note() {
  make_state
  if [ -s "$journal" ] && [ -n "$(tail -c 1 "$journal")" ]; then echo >> "$journal" || refused "$journal"; fi
  printf '%s\\n' "$1" >> "$journal" && sync -- "$journal" "$state" || refused "$journal"
}

# hash_of PATH: its SHA-256, or - for no file.
hash_of() {
  if [ -e "$1" ]; then
    sum=$(sha256sum < "$1") && printf '%s' "\${sum%% *}"
  else
    printf '%s' -
  fi
}

# references FROM TO: "\${FROM}" to "\${TO}", for eval: words pass through it untouched.
references() {
  number=$1
  while [ "$number" -le "$2" ]; do
    printf ' "\${%s}"' "$number"
    number=$((number + 1))
  done
}

# call COUNT WORD...: runs the first COUNT words as a program and its arguments.
call() {
  eval "$(references 2 $(($1 + 1)))" >&2 < /dev/null
}

# activate (COUNT WORD...)...: runs one program after the other.
activate() {
  place=0
  while [ $# -gt 0 ]; do
    call "$@" || fail activate "$?" "$place"
    shift $(($1 + 1))
    place=$((place + 1))
  done
}

# make_parents COUNT (PATH BEGUN FINISHED)...: makes those directories that are missing, each with its lines in the journal.
make_parents() {
  left=$1
  shift
  while [ "$left" -gt 0 ]; do
    left=$((left - 1))
    if [ ! -e "$1" ]; then
      note "$2"
      mkdir -- "$1" && chmod 755 "$1" && sync -- "$1" "$(dirname -- "$1")" || refused "$1"
      note "$3"
    elif [ ! -d "$1" ]; then
      fail not-a-directory 0 "$1"
    fi
    shift 3
  done
}
`;
