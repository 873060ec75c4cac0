"""The finished state of container boards, as a careful user of pyinfra would write it down."""

import io
import json
import shlex

from pyinfra import config, host, inventory
from pyinfra.api import MaskString, StringCommand
from pyinfra.facts.docker import DockerSystemInfo
from pyinfra.facts.files import FileContents
from pyinfra.facts.server import Arch, Command, LinuxDistribution
from pyinfra.operations import apt, files, python, server, systemd

config.SUDO = True

DROP_IN = "/etc/systemd/system/docker.service.d/enjambre.conf"
SETTINGS = "/etc/docker/daemon.json"

lab = host.data.lab
manager = inventory.get_host(lab["manager"])
is_manager = host.name == lab["manager"]


def read_json(path):
    lines = host.get_fact(FileContents, path=path)
    return json.loads("\n".join(lines)) if lines else {}


def merged(old, new):
    both = {key: merged(old.get(key, {}), value) if isinstance(value, dict) else value for key, value in new.items()}
    return {**old, **both}


def check(condition, message):
    if not condition:
        raise RuntimeError(f"{host.name}: {message}")


def machine_id(one):
    return tuple(one.get_fact(FileContents, path="/etc/machine-id"))


system = host.get_fact(LinuxDistribution)
check(system["name"] in ("Debian", "Ubuntu"), "not Debian or Ubuntu")
check(host.get_fact(Arch) in ("x86_64", "aarch64", "armv7l"), "another architecture")
check(is_manager or machine_id(host) != machine_id(manager), "the machine-id of the manager")

mark = f"{lab['share_mount']}/.enjambre-share"
check(host.get_fact(FileContents, path=mark) == manager.get_fact(FileContents, path=mark) is not None, "not the share")

apt.packages(
    name="Install Docker and AppArmor",
    packages=lab["packages"] + (["docker-cli"] if int(system["major"]) >= 13 else []),
    no_recommends=True,
)

drop_in = files.put(
    name="Start Docker after the share", src=io.StringIO(lab["docker_drop_in"]), dest=DROP_IN, mode="644"
)

systemd.daemon_reload(name="Reload systemd", _if=drop_in.did_change)

settings = read_json(SETTINGS)
wanted_settings = merged(settings, lab["docker_settings"])
if wanted_settings != settings:
    text = json.dumps(wanted_settings, indent=2) + "\n"
    files.put(name="Merge the settings of Docker", src=io.StringIO(text), dest=SETTINGS, mode="644")

systemd.service(
    name="Enable and start Docker",
    service="docker.service",
    enabled=True,
    running=True,
    restarted=wanted_settings != settings,
)

info = host.get_fact(DockerSystemInfo)
swarm = info["Swarm"] if info else {"LocalNodeState": "inactive"}
hours = lab["swarm_certificate_hours"]

if swarm["LocalNodeState"] == "inactive":
    if is_manager:
        init = f"docker swarm init --advertise-addr {lab['swarm_advertise']} --cert-expiry {hours}h"
        server.shell(name="Make the Swarm", commands=[init])
    else:

        def join():
            _, token = manager.run_shell_command("docker swarm join-token --quiet worker", _sudo=True)
            where = f"--advertise-addr {host.data.ssh_hostname} {lab['swarm_advertise']}:2377"
            command = StringCommand("docker swarm join --token", MaskString(token.stdout), where)
            server.shell(commands=[command], _sudo=True)

        python.call(name="Join the Swarm", function=join)
elif is_manager and swarm["Cluster"]["Spec"]["CAConfig"]["NodeCertExpiry"] != hours * 3600 * 10**9:
    server.shell(
        name="Set how long certificates last", commands=[f"docker swarm update --cert-expiry {hours}h"]
    )

if is_manager:
    listed = host.get_fact(Command, command="docker node inspect $(docker node ls --quiet) 2>/dev/null || true")
    nodes = {node["Description"]["Hostname"]: node for node in json.loads(listed or "[]")}
    for one in inventory:
        labels = one.data.labels
        node = nodes.get(one.name)
        if node is None or merged(node["Spec"]["Labels"], labels) != node["Spec"]["Labels"]:
            options = " ".join(shlex.quote(f"--label-add={key}={value}") for key, value in labels.items())
            server.shell(name=f"Label {one.name}", commands=[f"docker node update {options} {one.name}"])
