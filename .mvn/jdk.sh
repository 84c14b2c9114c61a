# Finds the JDK that Heddle is built and run with. Sourced by mvnw and heddle, so that both agree.
#
# heddle_find_jdk MINIMUM sets JAVA_HOME to the first JDK of at least that version among: JAVA_HOME, the usual
# folders (the newest there), the java on PATH. It reads each JDK's `release` file and starts no JVM. Prints what
# is missing, in one line, and returns 1 when there is none.

# The feature version of the JDK in $1, or 0 when $1 holds no JDK.
heddle_jdk_version() {
    version=0
    if [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ]; then
        while IFS='=' read -r key value; do
            if [ "$key" = JAVA_VERSION ]; then
                value=${value#\"}
                value=${value%%[!0-9]*}
                version=${value:-0}
            fi
        done <"$1/release"
    fi
}

heddle_find_jdk() {
    minimum=$1
    if [ -n "${JAVA_HOME:-}" ]; then
        heddle_jdk_version "$JAVA_HOME"
        [ "$version" -ge "$minimum" ] && return 0
    fi
    best=
    best_version=0
    for home in /usr/lib/jvm/* /usr/java/* /usr/local/java/* /opt/* /opt/java/* \
        "$HOME"/.jdks/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.asdf/installs/java/* \
        "$HOME"/.local/share/mise/installs/java/* "$HOME"/.m2/jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
        heddle_jdk_version "$home"
        if [ "$version" -ge "$minimum" ] && [ "$version" -gt "$best_version" ]; then
            best=$home
            best_version=$version
        fi
    done
    if [ -z "$best" ] && java=$(command -v java); then
        # A java on PATH is mostly a link into its JDK.
        while [ -L "$java" ]; do
            link=$(readlink "$java")
            case $link in
                /*) java=$link ;;
                *) java=$(dirname "$java")/$link ;;
            esac
        done
        home=$(cd "$(dirname "$java")/.." && pwd)
        heddle_jdk_version "$home"
        [ "$version" -ge "$minimum" ] && best=$home
    fi
    if [ -z "$best" ]; then
        echo "heddle: no JDK $minimum or newer found in JAVA_HOME, the usual folders (such as /usr/lib/jvm) or on PATH;" \
            "install one or point JAVA_HOME at it" >&2
        return 1
    fi
    JAVA_HOME=$best
    export JAVA_HOME
}
