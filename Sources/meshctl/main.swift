import Glibc
import MeshAPI

exit(Program.main(ProgramArguments.all).rawValue)
