# Shared by the scripts beside it: find or install what a build needs, then build.
# The caller has set `root`, the folder of the checkout. Exit codes are those of `ipvm`.

target=$root/tiny-node/target
app=$target/app

say() { printf 'ipvm: %s\n' "$*" >&2; }
give_up() { say "$*"; exit 5; }

# --- finding ---------------------------------------------------------------------------------

# Where installed JDKs lie, besides JAVA_HOME and PATH; JVM_DIRS (colons between) stands in for it in tests.
java_homes() {
  local dirs=${JVM_DIRS-/usr/lib/jvm:${HOME:-}/.sdkman/candidates/java:/Library/Java/JavaVirtualMachines:/opt/homebrew/opt}
  local dir home
  printf '%s\n' "${JAVA_HOME:-}"
  home=$(command -v java) && home=$(readlink -f "$home") && printf '%s\n' "${home%/bin/java}"
  while IFS= read -r -d : dir; do
    for home in "$dir"/*/ "$dir"/*/Contents/Home/; do
      [ -d "$home" ] && printf '%s\n' "${home%/}"
    done
  done <<<"$dirs:"
}

# The version of the Java in HOME as a number that can be compared (25.0.3 -> 25000003), or 0.
java_number() { # HOME
  local version='' major minor patch
  [ -x "$1/bin/java" ] || { echo 0; return; }
  [ -r "$1/release" ] && version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$1/release")
  [ -n "$version" ] ||
    version=$("$1/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.version = //p')
  IFS=.-+_ read -r major minor patch _ <<<"$version"
  echo $((10#0${major//[!0-9]/} * 1000000 + 10#0${minor//[!0-9]/} * 1000 + 10#0${patch//[!0-9]/}))
}

# Prints the newest Java home from 21 on that has bin/TOOL; fails when there is none.
newest_java() { # TOOL
  local home number best='' best_number=21000000
  while IFS= read -r home; do
    [ -n "$home" ] && [ -x "$home/bin/$1" ] || continue
    number=$(java_number "$home")
    if [ "$number" -ge "$best_number" ]; then
      best=$home best_number=$((number + 1))
    fi
  done < <(java_homes)
  [ -n "$best" ] && printf '%s\n' "$best"
}

# The Java home with bin/TOOL to use: what IPVM_JAVA names comes first, and must be new enough.
chosen_java() { # TOOL
  local home=${IPVM_JAVA:-}
  home=${home%/bin/java}
  [ -z "$home" ] || [ "$(java_number "$home")" -ge 21000000 ] ||
    give_up "IPVM_JAVA=$IPVM_JAVA is no Java 21 or newer"
  if [ -n "$home" ] && [ -x "$home/bin/$1" ]; then printf '%s\n' "$home"; else newest_java "$1"; fi
}

# True when `mvn` is there and is 3.8 or newer. Needs a Java, so it comes second.
maven_ok() {
  local version major minor
  command -v mvn >/dev/null || return 1
  version=$(mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p')
  IFS=. read -r major minor _ <<<"$version"
  [ "${major:-0}" -gt 3 ] || { [ "${major:-0}" -eq 3 ] && [ "${minor:-0}" -ge 8 ]; }
}

# --- installing ------------------------------------------------------------------------------

apt_has() { LC_ALL=C apt-cache policy "$1" 2>/dev/null | grep 'Candidate: [^(]' >/dev/null; }

first_in_apt() { # PACKAGE...
  local package
  for package; do apt_has "$package" && { echo "$package"; return; }; done
  return 1
}

system_name() { (. "${OS_RELEASE:-/etc/os-release}" && echo "$PRETTY_NAME") 2>/dev/null || uname -s; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
can_be_root() { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null || { [ -t 0 ] && command -v sudo >/dev/null; }; }

# The packages of those commands that are missing.
missing_packages() { # COMMAND=PACKAGE...
  local each
  for each; do command -v "${each%=*}" >/dev/null || printf '%s ' "${each#*=}"; done
}

# Installs what is named: jdk, maven, npm, or a package by its name. Says first what it will do; leaves with 5 when it cannot.
install_packages() { # WHAT...
  command -v apt-get >/dev/null || give_up "missing: $* - $(elsewhere "$@")"
  ! can_be_root || as_root apt-get update -qq >/dev/null 2>&1 || true # old lists are better than none
  local what packages=''
  for what; do packages+=" $(apt_names "$what")" || exit 5; done
  can_be_root || give_up "missing: $* - run as root: apt-get install$packages"
  say "missing: $* - installing with apt-get:$packages"
  local errors
  # shellcheck disable=SC2086 # the names stand side by side
  errors=$(as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends $packages 2>&1 >/dev/null) ||
    { printf '%s\n' "$errors" >&2; give_up "apt-get could not install$packages"; }
}

apt_names() { # WHAT
  case $1 in
    jdk) first_in_apt openjdk-25-jdk-headless openjdk-21-jdk-headless temurin-25-jdk temurin-21-jdk ||
      give_up "$(system_name) has no JDK from 21 on in its packages: add an apt source that has temurin-25-jdk (adoptium.net), or unpack any JDK from 21 on and set IPVM_JAVA to its folder" ;;
    npm) echo nodejs npm ;;
    *) echo "$1" ;;
  esac
}

# What a person can do where we do not install: the command of the package manager that is there.
elsewhere() { # WHAT...
  local tool command jdk maven npm what
  while IFS='|' read -r tool command jdk maven npm; do
    command -v "$tool" >/dev/null || continue
    echo "run: $command$(for what; do printf ' %s' "${!what-$what}"; done)"
    return
  done <<'ROWS'
dnf|sudo dnf install|java-latest-openjdk-devel|maven|nodejs-npm
pacman|sudo pacman -S|jdk-openjdk|maven|npm
apk|sudo apk add|openjdk21|maven|npm
zypper|sudo zypper install|java-21-openjdk-devel|maven|npm
brew|brew install|openjdk|maven|node
ROWS
  echo "unpack a JDK from 21 on and Maven from 3.8 on, then set IPVM_JAVA and PATH"
}

debian_keys=/usr/share/keyrings/debian-archive-keyring.gpg

# The mirror of Debian that this system already uses, unless APT_MIRROR names another.
debian_mirror() {
  local found=${APT_MIRROR:-}
  [ -n "$found" ] || found=$(apt-get indextargets --format "\$(REPO_URI)" 'Label: Debian' | sort -u | head -n 1)
  [ -n "$found" ] || give_up "no mirror of Debian in the sources of apt: set APT_MIRROR to one"
  printf '%s\n' "$found"
}

# Afterwards JAVA_HOME is the newest JDK and `mvn` works; what is missing is installed.
need_build_tools() {
  local jdk missing=''
  jdk=$(chosen_java javac) || { [ $? != 5 ] || exit 5; missing=jdk; }
  command -v mvn >/dev/null || missing+=' maven'
  # shellcheck disable=SC2086 # one word each
  [ -z "$missing" ] || install_packages $missing
  [ -n "$jdk" ] || jdk=$(newest_java javac) || give_up "no JDK from 21 on was found after the installation"
  export JAVA_HOME=$jdk
  maven_ok || give_up "Maven 3.8 or newer is needed and $(command -v mvn || echo mvn) is none: unpack a newer one and put its bin folder first in PATH"
}

# --- building --------------------------------------------------------------------------------

# Maven from the checkout's own folder, so that .mvn/ counts wherever the caller stands. Java asks the
# system for a user's home; where that cannot be written, HOME or target/ keeps what is downloaded.
maven() {
  local home own=()
  home=$(getent passwd "$(id -u)" 2>/dev/null | cut -d: -f6)
  if [ -n "$home" ] && ! mkdir -p "$home/.m2" 2>/dev/null; then
    home=${HOME:-$target}
    mkdir -p "$home/.m2" 2>/dev/null || home=$target
    own=(-Duser.home="$home" -Dmaven.repo.local="$home/.m2/repository")
  fi
  (cd "$root" && mvn ${own[@]+"${own[@]}"} "$@")
}

need_room() {
  mkdir -p "$target" 2>/dev/null && [ -w "$target" ] ||
    give_up "$root is not built and cannot be written: build it as its owner, or clone it to a folder of yours"
}

# Takes the lock of this checkout for as long as the given command runs.
locked() { # COMMAND...
  if command -v flock >/dev/null; then (flock 9 && "$@") 9>"$target/.lock"; else "$@"; fi
}

# True for a build that can only be used as it is: its folder cannot be written.
app_frozen() { [ -r "$app/ipvm.jar" ] && [ ! -w "$target" ]; }

# The lines of Maven's log that say what is wrong; the compiler's warnings are errors here.
explain() { # LOG
  grep -E '^\[ERROR\]|^\[WARNING\] .*\.java|FAILURE!|^not ok' "$1" | awk '!seen[$0]++' | head -n 60
  printf 'all of it: %s\n' "$1"
}

build_failed() { # LOG
  explain "$1" >&2
  say "the build failed"
  exit 70
}

# Builds the node into target/app: the jars, the class archive, and which Java they were made for.
build_app() {
  need_room
  need_build_tools
  [ ! -t 2 ] || say "building the node, a minute or so the first time"
  locked build_app_locked
}

build_app_locked() {
  ! app_fresh || return 0 # somebody else was faster
  local next=$target/app.next log=$target/build.log
  rm -rf "$next" && mkdir -p "$next" && touch "$next/stamp"
  maven package -pl tiny-node,transports -am -Dmaven.test.skip -Dcyclonedx.skip >"$log" 2>&1 || build_failed "$log"
  cp -R "$target/tiny-node.jar" "$target/lib" "$next"
  cp -R "$root/transports/target/transports.jar" "$root/transports/target/lib" "$next"
  start_jar "$next" || build_failed "$log"
  printf '%s\n%s\n' "$JAVA_HOME/bin/java" "$root" >"$next/java"
  rm -rf "$app" && mv "$next" "$app"
  archive_classes || rm -f "$app/classes.jsa"
}

# A jar of nothing but a manifest that names whatever is there: the node, and the modules that it finds when they are.
start_jar() { # FOLDER
  local file
  {
    printf 'Main-Class: ipvm.cli.Main\nEnable-Native-Access: ALL-UNNAMED\nClass-Path: tiny-node.jar\n'
    for file in "$1"/transports.jar "$1"/lib/*.jar; do
      [ ! -r "$file" ] || printf '  %s\n' "${file#"$1"/}"
    done
  } >"$1/manifest"
  "$JAVA_HOME/bin/jar" --create --file "$1/ipvm.jar" --manifest "$1/manifest" && rm "$1/manifest"
}

# Where the database lies for this machine, below lib/native.
database_system() {
  case $OSTYPE:$HOSTTYPE in
    linux*:arm*) echo Linux/armv7 ;;
    linux*) echo "Linux/$HOSTTYPE" ;;
    *:arm64) echo Mac/aarch64 ;;
    *) echo Mac/x86_64 ;;
  esac
}

# True when nothing is newer than what was built, for this folder and a Java that is still there.
app_fresh() {
  local java='' where=''
  [ -r "$app/java" ] && { read -r java; read -r where; } <"$app/java"
  [ "$where" = "$root" ] && [ -x "$java" ] && [ ! "${java%/bin/java}/release" -nt "$app/java" ] &&
    [ -z "$(find "$root/pom.xml" "$root/tiny-node/pom.xml" "$root/tiny-node/src/main" "$root/transports/pom.xml" \
      "$root/transports/src/main" "$root/scripts/Ready.java" -newer "$app/stamp")" ]
}

# A start that finds its classes parsed and verified takes about half the time. The list of classes
# comes from running a few commands in a home of their own, for their classes only; `up` stays and
# answers those that follow. Class linking at this point came with Java 24; older ones ignore the word.
archive_classes() {
  local java=$JAVA_HOME/bin/java work line number=0
  make_ready || true
  work=$(mktemp -d) || return
  cp "$root"/tiny-node/src/test/resources/vectors/homestar/example_{add,test,test_component}.wasm "$work" || true
  while read -r line; do
    number=$((number + 1))
    if [ "$line" = up ]; then
      train "list.$number" up &
      timeout 20 sh -c 'until [ -S "$1" ]; do sleep 0.1; done' _ "$work/home/node.sock" || true
    else
      train "list.$number" $line || true
    fi
  done <"$root/scripts/startup.txt"
  wait
  cat "$work"/list.* | awk '!/source:/ { sub(/ id: .*/, "") } !seen[$0]++' >"$work/classes"
  "$java" -Xshare:dump -XX:+UseG1GC -XX:+IgnoreUnrecognizedVMOptions -XX:+AOTClassLinking -Xlog:disable \
    -XX:SharedClassListFile="$work/classes" -XX:SharedArchiveFile="$app/classes.jsa" -cp "$app/ipvm.jar" >/dev/null 2>&1
  local result=$?
  rm -rf "$work"
  return $result
}

# Runs a command in $work and writes the classes it needs to a file there.
train() { # FILE WORD...
  local list=$1 && shift
  (cd "$work" && IPVM_HOME=$work/home timeout 60 "$java" -XX:DumpLoadedClassList="$list" -Xlog:disable \
    -Dorg.sqlite.lib.path="$app/lib/native/$(database_system)" -jar "$app/ipvm.jar" "$@" </dev/null >/dev/null 2>&1)
}

# Takes out of the jars what Java would link anew at each start.
make_ready() {
  local asm
  asm=$(echo "$app"/lib/asm-*.jar) && cp "$asm" "$target/asm.jar" &&
    "$JAVA_HOME/bin/java" -cp "$target/asm.jar" "$root/scripts/Ready.java" "$app/tiny-node.jar" "$app"/transports*.jar "$app"/lib/*.jar
}
